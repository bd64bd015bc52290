namespace PruningRecipes.SideBySide;

/// <summary>Seconds for an epoch of the same training, without masks and with them.</summary>
internal sealed record TrainingFigures(string Contender, double Dense, double Masked);
