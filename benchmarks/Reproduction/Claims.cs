namespace Reproduction;

/// <summary>All claims, in the order of the table.</summary>
internal static class Claims
{
    public static IReadOnlyList<Claim> All { get; } = [new TicketDensities(), new WinningTicket()];
}
