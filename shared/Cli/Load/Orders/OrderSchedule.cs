namespace StorePush.Cli.Load.Orders;

/// <summary>Which orders are the warm-up, which are measured, and when there are enough. Thread-safe.</summary>
internal sealed class OrderSchedule(Amount warmUp, Amount measured)
{
    private readonly Lock _lock = new();
    private bool _isMeasuring;
    private bool _isOver;
    private int _orders;
    private TimeSpan _since;
    private TimeSpan _last;

    /// <summary>How much of what is measured is planned, 0 to 1.</summary>
    public double Progress
    {
        get
        {
            lock (_lock)
            {
                if (!_isMeasuring)
                    return 0;

                return measured.Orders is { } most ? (double)_orders / most : (_last - _since) / measured.Duration!.Value;
            }
        }
    }

    /// <summary>There are enough, whatever was planned.</summary>
    public void End()
    {
        lock (_lock)
            _isOver = true;
    }

    /// <summary>Plans the next order.</summary>
    /// <param name="at">How long the run goes on.</param>
    /// <param name="isMeasured">Whether the order is one that counts.</param>
    /// <returns>False when there are enough.</returns>
    public bool TryNext(TimeSpan at, out bool isMeasured)
    {
        lock (_lock)
        {
            _last = at;
            if (!_isMeasuring && warmUp.IsReached(_orders, at))
                (_isMeasuring, _orders, _since) = (true, 0, at);

            isMeasured = _isMeasuring;
            if (_isOver || (_isMeasuring && measured.IsReached(_orders, at - _since)))
                return false;

            _orders++;
            return true;
        }
    }
}
