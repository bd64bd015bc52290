using System.Globalization;
using System.IO.Compression;

namespace Datasets;

/// <summary>The 1,797 digits that come with this assembly; see Data/README.md for where they are from.</summary>
public static class Digits
{
    private const int Side = 8;
    private const float MaximumPixel = 16f;

    /// <summary>Every fifth image is held out: 1,437 to train on, 360 to test.</summary>
    public static ImageDataset Load()
    {
        LabelledImages all = Read();
        int[] positions = [.. Enumerable.Range(0, all.Count)];
        return new ImageDataset(
            "digits",
            all.Select([.. positions.Where(i => i % 5 != 0)]),
            all.Select([.. positions.Where(i => i % 5 == 0)])
        );
    }

    private static LabelledImages Read()
    {
        using Stream compressed = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using StreamReader reader = new(new GZipStream(compressed, CompressionMode.Decompress));
        List<float> pixels = [];
        List<long> labels = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            for (int i = 0; i < Side * Side; i++)
            {
                pixels.Add(int.Parse(cells[i], CultureInfo.InvariantCulture) / MaximumPixel);
            }

            labels.Add(long.Parse(cells[^1], CultureInfo.InvariantCulture));
        }

        return new LabelledImages([.. pixels], [.. labels], Side, Side);
    }
}
