namespace StorePush.Pos.Connections;

/// <summary>Keeps the token until StorePush no longer takes it.</summary>
internal sealed class TokenCache(PosClientOptions options)
{
    private string? _token;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) => _token ??= await AskAsync(cancellationToken);

    public void Forget() => _token = null;

    /// <summary>The provider is the application's: one that blocks, or can't be cancelled, must hold up neither a retry nor the end.</summary>
    private Task<string> AskAsync(CancellationToken cancellationToken) =>
        Task.Run(async () => await options.TokenProvider!(cancellationToken), cancellationToken).WaitAsync(cancellationToken);
}
