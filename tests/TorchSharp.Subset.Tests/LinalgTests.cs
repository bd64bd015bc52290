using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpSubset.Tests;

/// <summary>Factorisations multiply back to what they factor, and solutions solve.</summary>
public class LinalgTests
{
    private static Tensor Random(params long[] shape)
    {
        manual_seed(11);
        return randn(shape, dtype: float64);
    }

    private static void AssertEqual(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, atol: 1e-10), $"{expected} - {actual}");

    [Fact]
    public void Svd_multiplies_back_and_orders_the_singular_values()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(5, 3);
        (Tensor u, Tensor s, Tensor vh) = linalg.svd(a, fullMatrices: false);
        AssertEqual(a, u.mm(s.diag()).mm(vh));
        AssertEqual(s, linalg.svdvals(a));
        Assert.True((bool)(s[..2] >= s[1..]).all());
        Assert.Equal([5L, 5L], linalg.svd(a).U.shape);
    }

    [Fact]
    public void Qr_gives_an_orthonormal_and_a_triangular_factor()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(5, 3);
        (Tensor q, Tensor r) = linalg.qr(a);
        AssertEqual(a, q.mm(r));
        AssertEqual(eye(3, dtype: float64), q.t().mm(q));
        AssertEqual(r.triu(), r);
        Assert.Equal([5L, 5L], linalg.qr(a, linalg.QRMode.Complete).Q.shape);
    }

    [Fact]
    public void Symmetric_factorisations_multiply_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(4, 6);
        Tensor symmetric = a.mm(a.t());
        Tensor factor = linalg.cholesky(symmetric);
        AssertEqual(symmetric, factor.mm(factor.t()));
        AssertEqual(factor.tril(), factor);
        (Tensor values, Tensor vectors) = linalg.eigh(symmetric);
        AssertEqual(symmetric, vectors.mm(values.diag()).mm(vectors.t()));
        AssertEqual(values, linalg.eigvalsh(symmetric));
    }

    [Fact]
    public void Solutions_solve()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(4, 4);
        Tensor b = a.flip(0)[TensorIndex.Colon, ..2].contiguous();
        AssertEqual(b, a.mm(linalg.solve(a, b)));
        AssertEqual(eye(4, dtype: float64), a.mm(linalg.inv(a)));
        AssertEqual(linalg.det(a), 1 / linalg.det(linalg.inv(a)));
        Tensor upper = a.triu();
        AssertEqual(b, upper.mm(linalg.solve_triangular(upper, b, upper: true)));
    }

    [Fact]
    public void Least_squares_and_the_pseudo_inverse_agree()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(6, 3);
        Tensor b = Random(6, 2);
        AssertEqual(linalg.pinv(a).mm(b), linalg.lstsq(a, b).Solution);
    }

    [Fact]
    public void Norms_follow_their_definitions()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Random(3, 4);
        Tensor frobenius = a.square().sum().sqrt();
        AssertEqual(frobenius, linalg.norm(a));
        AssertEqual(frobenius, linalg.vector_norm(a));
        AssertEqual(frobenius, linalg.matrix_norm(a));
        AssertEqual(linalg.svdvals(a)[0], linalg.matrix_norm(a, 2.0));
        AssertEqual(a.abs().sum([1]), linalg.vector_norm(a, 1, dims: [1]));
        AssertEqual(linalg.svdvals(a).sum(), linalg.norm(a, "nuc"));
    }
}
