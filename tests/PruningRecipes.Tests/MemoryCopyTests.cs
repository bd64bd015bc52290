namespace PruningRecipes.Tests;

public sealed unsafe class MemoryCopyTests
{
    private const int Margin = 64;

    public static TheoryData<int> Lengths =>
        [0, 1, 63, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 63, (1 << 20) + (3 * 64), (1 << 21) + 1];

    /// <summary>From any address to any: only aligned destinations go around the caches.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void All_bytes_are_copied_and_no_others_change(int length)
    {
        using var from = new NativeBlock(length + (2 * Margin));
        using var to = new NativeBlock(length + (2 * Margin));
        var source = new Span<byte>(from.Start, length + (2 * Margin));
        var destination = new Span<byte>(to.Start, length + (2 * Margin));
        new Random(length).NextBytes(source);
        foreach ((int shift, int place) in new[] { (0, 0), (4, 0), (0, 64), (0, 4), (7, 13) })
        {
            destination.Fill(0xAA);

            MemoryCopy.Run(from.Start + shift, to.Start + place, length);

            Assert.True(source.Slice(shift, length).SequenceEqual(destination.Slice(place, length)));
            Assert.Equal(-1, destination[..place].IndexOfAnyExcept((byte)0xAA));
            Assert.Equal(-1, destination[(place + length)..].IndexOfAnyExcept((byte)0xAA));
        }
    }
}
