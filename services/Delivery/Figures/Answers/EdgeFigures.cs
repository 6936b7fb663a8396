namespace StorePush.Delivery.Figures.Answers;

/// <summary>An edge and how many devices it serves; when it last gave a sign of life, if ever.</summary>
internal sealed record EdgeFigures(string Edge, int Devices, DateTimeOffset? HeartbeatAt);
