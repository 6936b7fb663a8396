using StorePush.Edge.Connections;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Acknowledgements;

/// <summary>The acknowledgements of one connection that are not safe yet. A repeated one joins the one under way.</summary>
internal sealed class PendingAcks(
    DeviceConnection connection, int limit, AckAllowance allowance, Func<Guid, Task<bool>> forward)
{
    private readonly HashSet<Guid> _underWay = [];

    /// <summary>Takes what the device acknowledges and answers each id when it is safe.</summary>
    public void Add(IReadOnlyList<Guid> ids)
    {
        var refused = false;
        foreach (var id in ids)
        {
            lock (_underWay)
            {
                if (_underWay.Contains(id))
                    continue;

                if (_underWay.Count >= limit || !MayForward(id))
                {
                    refused = true;
                    break;
                }

                _underWay.Add(id);
            }

            _ = ForwardAsync(id);
        }

        if (refused)
        {
            connection.Send(
                new ErrorFrame { Code = FrameErrors.TooManyAcks, Detail = "Send what gets no ack.ok again later." },
                ProtocolJson.Default.ErrorFrame);
        }
    }

    /// <summary>
    /// Each acknowledgement becomes a durable message, so a device that makes up ids must not go on as fast as it can. Who was sent a
    /// backlog may acknowledge all of it at once.
    /// </summary>
    private bool MayForward(Guid id) => connection.Feed.IsUnsettled(id) || allowance.TryTake();

    private async Task ForwardAsync(Guid id)
    {
        var isSafe = false;
        try
        {
            isSafe = await forward(id);
        }
        finally
        {
            // Before the answer: an ack that comes right after it must not join one that is over.
            lock (_underWay)
                _underWay.Remove(id);
        }

        if (isSafe)
            connection.Send(new AckOkFrame { Id = id }, ProtocolJson.Default.AckOkFrame);
    }
}
