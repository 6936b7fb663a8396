namespace StorePush.Pos;

/// <summary>Says that a client's connection has changed.</summary>
/// <param name="state">How it is now.</param>
/// <param name="reason">Why, in words, when the last connection ended or could not be made.</param>
/// <param name="retryIn">How long until the next attempt; only while <see cref="ConnectionState.Waiting"/>.</param>
public sealed class ConnectionChangedEventArgs(ConnectionState state, string? reason = null, TimeSpan? retryIn = null) : EventArgs
{
    /// <summary>How it is now.</summary>
    public ConnectionState State => state;

    /// <summary>Why, in words, when the last connection ended or could not be made.</summary>
    public string? Reason => reason;

    /// <summary>How long until the next attempt; only while <see cref="ConnectionState.Waiting"/>.</summary>
    public TimeSpan? RetryIn => retryIn;
}
