namespace StorePush.Cli.Load.Reports;

/// <summary>
/// How many orders got how far, without the warm-up; what is lost or not settled counts with it. A store is looked at as a whole: that one of
/// its devices never rings beside another that does is not seen.
/// </summary>
/// <param name="Placed">Begun.</param>
/// <param name="Accepted">With a 202.</param>
/// <param name="AcceptedPerSecond">On average.</param>
/// <param name="Refused">With an answer that would be the same again.</param>
/// <param name="Retried">Calls that were made again: 503, 429, no answer.</param>
/// <param name="Unanswered">Without an answer when the run ended.</param>
/// <param name="Received">Accepted, and at the first device of its store.</param>
/// <param name="Settled">Accepted, and acknowledged with an <c>ack.ok</c>.</param>
/// <param name="Lost">Accepted, and at no device of its store when patience ended.</param>
/// <param name="NotSettled">Accepted, and without an <c>ack.ok</c> when patience ended.</param>
internal sealed record OrdersReport(
    int Placed,
    int Accepted,
    double AcceptedPerSecond,
    int Refused,
    int Retried,
    int Unanswered,
    int Received,
    int Settled,
    int Lost,
    int NotSettled);
