using Yarp.ReverseProxy.Model;

namespace StorePush.Gateway.Failover;

/// <summary>Whom a request may still be sent to.</summary>
/// <param name="candidates">Those that are there.</param>
/// <param name="lastResort">Those that were away when they were last asked, and may be back: for when none of the others takes it.</param>
/// <param name="limit">How many may be asked, the first included.</param>
internal sealed class Attempts(IReadOnlyList<DestinationState> candidates, IReadOnlyList<DestinationState> lastResort, int limit)
{
    private int _left = limit - 1;

    public IReadOnlyList<DestinationState> Candidates { get; private set; } = candidates;

    /// <summary>Whether there is a next best process that may be asked.</summary>
    public bool MayGoOn => _left > 0 && (Candidates.Count > 1 || lastResort.Count > 0);

    /// <summary>Whether the answer of the last one was put aside in favour of another's.</summary>
    public bool PassedOver { get; set; }

    /// <summary>Leaves out the process that was asked last.</summary>
    public void GoOn(DestinationState? asked)
    {
        _left--;
        PassedOver = false;
        Candidates = [.. Candidates.Where(each => each != asked)];
        if (Candidates.Count == 0)
            (Candidates, lastResort) = (lastResort, []);
    }
}
