namespace TorchSharp.Modules;

/// <summary>What fixes a convolution's weight and geometry; one number per spatial dimension in each array.</summary>
internal readonly record struct ConvolutionShape(
    long InChannels,
    long OutChannels,
    long[] KernelSize,
    long[] Stride,
    long[] Padding,
    Padding? PaddingType,
    long[] Dilation,
    PaddingModes PaddingMode,
    long Groups
);
