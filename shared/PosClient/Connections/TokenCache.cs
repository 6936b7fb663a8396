namespace StorePush.Pos.Connections;

/// <summary>Keeps the token until StorePush no longer takes it.</summary>
internal sealed class TokenCache(PosClientOptions options)
{
    private string? _token;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        _token ??= await options.TokenProvider!(cancellationToken);

    public void Forget() => _token = null;
}
