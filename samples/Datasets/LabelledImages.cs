namespace Datasets;

/// <summary>Images of one size with a class each.</summary>
/// <param name="Pixels">Row-major, an image after the other, scaled to [0, 1].</param>
/// <param name="Labels">The class of each image, from 0.</param>
/// <param name="Rows">The height of an image.</param>
/// <param name="Columns">The width of an image.</param>
public sealed record LabelledImages(float[] Pixels, long[] Labels, int Rows, int Columns)
{
    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The number of pixels of an image.</summary>
    public int PixelsPerImage => Rows * Columns;

    /// <summary>The images at the given positions.</summary>
    public LabelledImages Select(IReadOnlyList<int> positions)
    {
        float[] pixels = new float[positions.Count * PixelsPerImage];
        long[] labels = new long[positions.Count];
        for (int i = 0; i < positions.Count; i++)
        {
            Array.Copy(Pixels, positions[i] * PixelsPerImage, pixels, i * PixelsPerImage, PixelsPerImage);
            labels[i] = Labels[positions[i]];
        }

        return new LabelledImages(pixels, labels, Rows, Columns);
    }
}

/// <summary>Images to train on, and images that training never sees.</summary>
public sealed record ImageDataset(string Name, LabelledImages Train, LabelledImages Test);
