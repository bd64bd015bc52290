namespace PruningRecipes.SideBySide;

/// <summary>The shapes of a model's prunable weights.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Shapes">One for each layer.</param>
internal sealed record WeightSet(string Name, IReadOnlyList<int[]> Shapes)
{
    /// <summary>The sparsity of the mask that is made.</summary>
    public const double Sparsity = 0.9;

    public static IReadOnlyList<WeightSet> All { get; } =
    [
        new(
            "LeNet-300-100",
            [
                [300, 784],
                [100, 300],
                [10, 100],
            ]
        ),
        new("ResNet-50", ResNet50()),
        new("24 x 2048 x 2048", [.. Enumerable.Repeat(new[] { 2048, 2048 }, 24)]),
    ];

    public long Units => Shapes.Sum(Units64);

    public long Bytes => Units * sizeof(float);

    /// <summary>How many weights a mask prunes.</summary>
    public long Pruned => (long)Math.Round(Sparsity * Units);

    /// <summary>The shapes as the peers read them.</summary>
    public string Argument => string.Join(";", Shapes.Select(shape => string.Join(",", shape)));

    public static long Units64(int[] shape) => shape.Aggregate(1L, (units, dimension) => units * dimension);

    /// <summary>The 53 convolutions and the classifier (He et al., CVPR 2016).</summary>
    private static List<int[]> ResNet50()
    {
        List<int[]> shapes =
        [
            [64, 3, 7, 7],
        ];
        int inputs = 64;
        foreach ((int width, int blocks) in new[] { (64, 3), (128, 4), (256, 6), (512, 3) })
        {
            for (int block = 0; block < blocks; block++)
            {
                shapes.AddRange([
                    [width, inputs, 1, 1],
                    [width, width, 3, 3],
                    [4 * width, width, 1, 1],
                ]);
                if (block == 0)
                {
                    shapes.Add([4 * width, inputs, 1, 1]);
                }

                inputs = 4 * width;
            }
        }

        shapes.Add([1000, inputs]);
        return shapes;
    }
}
