using Datasets;
using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace Reproduction;

/// <summary>The data sets, loaded once, and the size of the run.</summary>
/// <param name="mnist">The folder of MNIST's four files; null if it is not there.</param>
/// <param name="fashionMnist">That of Fashion-MNIST.</param>
/// <param name="isQuick">Whether a trend takes one seed on little data, or three on all of it.</param>
internal sealed class Laboratory(string? mnist, string? fashionMnist, bool isQuick)
{
    private readonly Dictionary<DataSet, ImageDataset> _sets = [];

    public bool IsQuick => isQuick;

    /// <summary>The seeds of a claim that asks for several.</summary>
    public IReadOnlyList<uint> Seeds => isQuick ? [1] : [1, 2, 3];

    /// <summary>Whether there is such a data set on this machine.</summary>
    public bool Has(DataSet data) =>
        data switch
        {
            DataSet.Mnist => mnist is not null,
            DataSet.FashionMnist => fashionMnist is not null,
            _ => true,
        };

    public ImageDataset Images(DataSet data)
    {
        if (!_sets.TryGetValue(data, out ImageDataset? images))
        {
            images = data switch
            {
                DataSet.Digits => Digits.Load(),
                DataSet.Mnist => IdxFile.LoadDataset("MNIST", mnist!),
                DataSet.FashionMnist => IdxFile.LoadDataset("Fashion-MNIST", fashionMnist!),
                _ => throw new ArgumentOutOfRangeException(nameof(data), data, "No images."),
            };
            _sets.Add(data, images);
        }

        return images;
    }

    /// <summary>The images as rows of pixels, or as images of one channel.</summary>
    /// <param name="data">Which.</param>
    /// <param name="asImages">Whether they keep their rows and columns: [N, 1, rows, columns] in place of [N, pixels].</param>
    public SupervisedData Tensors(DataSet data, bool asImages = false)
    {
        ImageDataset images = Images(data);
        return new SupervisedData(
            Pixels(images.Train, asImages),
            tensor(images.Train.Labels),
            Pixels(images.Test, asImages),
            tensor(images.Test.Labels)
        );
    }

    private static Tensor Pixels(LabelledImages images, bool asImages) =>
        asImages
            ? tensor(images.Pixels, [images.Count, 1, images.Rows, images.Columns])
            : tensor(images.Pixels, [images.Count, images.PixelsPerImage]);
}
