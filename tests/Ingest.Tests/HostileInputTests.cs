using System.Net;
using StorePush.Tests.Properties;

namespace StorePush.Ingest.Tests;

/// <summary>Whatever a caller sends, the answer says whose fault it is, and it is never ours.</summary>
public sealed class HostileInputTests : IngestTest
{
    private const int Runs = 700;

    private static readonly string[] Fields =
        ["kind", "storeId", "platform", "orderId", "order", "placedAt", "ttlSeconds", "reason", "detail", "cancelledAt", "\\ud800"];

    private static readonly string Right = IngestProcess.Line("o-1");

    private static readonly HttpStatusCode[] Honest =
        [HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge];

    [Fact]
    public void Any_body_of_an_order_gets_an_honest_answer() =>
        AnyInput.Holds(Inputs.Hostile(Fields, Right), Runs, body => Send(IngestProcess.OrdersPath, body, IngestProcess.Json));

    [Fact]
    public void Any_body_of_a_cancellation_gets_an_honest_answer() =>
        AnyInput.Holds(
            Inputs.Hostile(Fields, """{"reason":"sold out","detail":{"a":1.10}}"""),
            Runs,
            body => Send("/v1/stores/s1/orders/ebai/o-1/cancellation", body, IngestProcess.Json));

    [Fact]
    public void Any_batch_gets_an_honest_answer_with_a_line_for_each_of_its_own() =>
        AnyInput.Holds(
            Inputs.Hostile(Fields, Right, $"{Right}\n{Right}", $"\r\n{Right}\n \n{Right}\r\n"),
            Runs,
            body => Send(IngestProcess.BatchPath, body, IngestProcess.Ndjson));

    private void Send(string path, byte[] body, string type)
    {
        // The property is checked on a thread of its own.
#pragma warning disable VSTHRD002
        using var answer = Ingest.PostAsync(path, body, type).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        answer.StatusCode.ShouldBeOneOf(Honest);
    }
}
