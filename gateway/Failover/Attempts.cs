using Yarp.ReverseProxy.Model;

namespace StorePush.Gateway.Failover;

/// <summary>Whom a request may still be sent to.</summary>
internal sealed class Attempts(IReadOnlyList<DestinationState> candidates, int limit)
{
    private int _left = limit - 1;

    public IReadOnlyList<DestinationState> Candidates { get; private set; } = candidates;

    /// <summary>Whether there is a next best process that may be asked.</summary>
    public bool MayGoOn => _left > 0 && Candidates.Count > 1;

    /// <summary>Whether the answer of the last one was put aside in favour of another's.</summary>
    public bool PassedOver { get; set; }

    /// <summary>Leaves out the process that was asked last.</summary>
    public void GoOn(DestinationState? asked)
    {
        _left--;
        PassedOver = false;
        Candidates = [.. Candidates.Where(each => each != asked)];
    }
}
