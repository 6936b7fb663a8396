namespace StorePush.LoadGenerator;

/// <summary>What to measure.</summary>
internal sealed class LoadOptions
{
    /// <summary>The gateway, or Standalone.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>The <c>Auth__SigningKey</c> of the services.</summary>
    public string? SigningKey { get; set; }

    public int Stores { get; set; } = 50;

    /// <summary>Devices per store; the first one acknowledges.</summary>
    public int Devices { get; set; } = 2;

    /// <summary>Orders per second, placed at their time whatever became of those before.</summary>
    public double Rate { get; set; } = 50;

    public int Orders { get; set; } = 2_000;

    /// <summary>Orders that are placed before and not counted: the first seconds measure the compiler.</summary>
    public int WarmUp { get; set; } = 500;
}
