using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>Masks of a bit for each weight, which one launch of a kernel applies to all tensors: contiguous ones, of 32 or 64 bits.</summary>
internal sealed unsafe class KernelMasks : DeviceMasks
{
    private readonly IKernelDevice _device;
    private readonly nint[] _words;
    private readonly Place[] _places;

    public KernelMasks(IKernelDevice device, int layers)
    {
        _device = device;
        _words = new nint[layers];
        _places = [.. Enum.GetValues<StepPlace>().Select(_ => new Place(device))];
    }

    public override void Load(int layer, BitMask mask, Tensor weights)
    {
        long bytes = mask.WordCount * sizeof(ulong);
        if (bytes == 0)
        {
            return;
        }

        if (_words[layer] == 0)
        {
            _words[layer] = _device.Allocate(bytes);
        }

        _device.CopyToDevice(_words[layer], mask.Words, bytes);
    }

    public override void Apply(StepPlace place, ReadOnlySpan<LayerTensor> tensors)
    {
        Place tables = _places[(int)place];
        tables.Pass.Clear();
        for (int i = 0; i < tensors.Length; i++)
        {
            tables.Pass.Add(tables.Task(i, tensors[i].Tensor, _words[tensors[i].Layer]));
        }

        tables.Pass.Run();
    }

    public override void Dispose()
    {
        foreach (Place place in _places)
        {
            place.Pass.Dispose();
        }

        foreach (nint words in _words)
        {
            _device.Free(words);
        }
    }

    /// <summary>The tensors that were masked last at one place of a step: asking for the address of one allocates.</summary>
    private sealed class Place(IKernelDevice device)
    {
        private readonly List<(Tensor Tensor, MaskTask Task)> _known = [];

        public DeviceMaskPass Pass { get; } = new(device);

        public MaskTask Task(int index, Tensor tensor, nint words)
        {
            if (index == _known.Count)
            {
                _known.Add(default);
            }

            if (!ReferenceEquals(_known[index].Tensor, tensor))
            {
                _known[index] = (tensor, TaskOf(tensor));
            }

            MaskTask task = _known[index].Task;
            task.Words = words;
            return task;
        }

        private static MaskTask TaskOf(Tensor tensor) =>
            new()
            {
                Values = AddressOf(tensor),
                Length = tensor.numel(),
                ElementBytes = (uint)tensor.ElementSize,
            };

        private static nint AddressOf(Tensor tensor)
        {
            if (!tensor.is_contiguous())
            {
                throw new NotSupportedException(
                    $"A gradient or moment of shape [{string.Join(", ", tensor.shape)}] on {tensor.device} is not contiguous, as its weights are."
                );
            }

            return TensorMemory.DeviceAddress(tensor);
        }
    }
}
