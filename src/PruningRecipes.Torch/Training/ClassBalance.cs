using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>An order of examples whose batches have the same number of each class.</summary>
internal static class ClassBalance
{
    /// <summary>
    /// The examples of each class in their order, which begin again where they end, until every example has had its turn; those
    /// of a batch by classes in turn.
    /// </summary>
    /// <param name="order">The order of all examples: whole numbers of 64 bits.</param>
    /// <param name="targets">The class of each example.</param>
    /// <param name="perClass">How many examples of each class a batch has.</param>
    /// <returns>The examples, batch after batch, and how many a batch has.</returns>
    /// <exception cref="RecipeException">The targets are no classes, or a class has fewer examples.</exception>
    public static (long[] Examples, long BatchSize) Order(Tensor order, Tensor targets, int perClass)
    {
        if (targets.dtype != ScalarType.Int64 || targets.dim() != 1)
        {
            throw new RecipeException(
                $"There are no {perClass} examples of each class: the targets are {targets.dtype} of {targets.dim()} dimensions, and classes are Int64 of one."
            );
        }

        using Tensor ofExamples = targets.cpu().contiguous();
        ReadOnlySpan<long> classOf = MemoryMarshal.Cast<byte, long>(ofExamples.bytes);
        var classes = new SortedDictionary<long, List<long>>();
        foreach (long example in MemoryMarshal.Cast<byte, long>(order.bytes))
        {
            if (!classes.TryGetValue(classOf[(int)example], out List<long>? members))
            {
                classes.Add(classOf[(int)example], members = []);
            }

            members.Add(example);
        }

        foreach ((long number, List<long> members) in classes)
        {
            if (members.Count < perClass)
            {
                throw new RecipeException(
                    $"There are no {perClass} examples of each class: of class {number} there are {members.Count}."
                );
            }
        }

        int rounds = (classes.Values.Max(members => members.Count) + perClass - 1) / perClass;
        return (
            [
                .. Enumerable
                    .Range(0, rounds * perClass)
                    .SelectMany(turn => classes.Values.Select(members => members[turn % members.Count])),
            ],
            (long)perClass * classes.Count
        );
    }
}
