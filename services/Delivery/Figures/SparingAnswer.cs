namespace StorePush.Delivery.Figures;

/// <summary>
/// Gives everybody the same answer for two seconds, and for longer when it takes long to find, twice in a row: it never costs more than a
/// share. The first time of everything is slow, and says nothing.
/// </summary>
internal sealed class SparingAnswer<T>(Func<CancellationToken, Task<T>> find, TimeProvider clock) : IDisposable
    where T : class
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>With a million messages pending it takes a second to count them; then they are counted three times a minute.</summary>
    private const int CostFactor = 20;

    private readonly SemaphoreSlim _turn = new(1);
    private T? _answer;
    private long _foundAt;
    private TimeSpan _took;
    private TimeSpan _goodFor;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_answer is not null && clock.GetElapsedTime(_foundAt) < _goodFor)
                return _answer;

            var startedAt = clock.GetTimestamp();
            _answer = await find(cancellationToken);
            _foundAt = clock.GetTimestamp();
            var took = clock.GetElapsedTime(startedAt, _foundAt);
            var cost = CostFactor * (took < _took ? took : _took);
            _goodFor = cost > Shortest ? cost : Shortest;
            _took = took;
            return _answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
