namespace StorePush.Delivery.Figures.Answers;

/// <summary>The devices that are online, their stores, and the edges that serve them.</summary>
internal sealed record OnlineFigures(int Devices, int Stores, IReadOnlyList<EdgeFigures> Edges);
