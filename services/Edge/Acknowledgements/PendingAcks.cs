using StorePush.Edge.Connections;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Acknowledgements;

/// <summary>The acknowledgements of one connection that are not safe yet. A repeated one joins the one under way.</summary>
internal sealed class PendingAcks(DeviceConnection connection, int limit, Func<Guid, Task<bool>> forward)
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
                if (_underWay.Count >= limit)
                {
                    refused = true;
                    break;
                }

                if (!_underWay.Add(id))
                    continue;
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

    private async Task ForwardAsync(Guid id)
    {
        try
        {
            if (await forward(id))
                connection.Send(new AckOkFrame { Id = id }, ProtocolJson.Default.AckOkFrame);
        }
        finally
        {
            lock (_underWay)
                _underWay.Remove(id);
        }
    }
}
