using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Ingest.Orders;

/// <summary>Takes one order or one cancellation.</summary>
internal static class OrdersApi
{
    private const string EncodedSlash = "%2F";

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stores/{storeId}/orders", PlaceAsync);
        routes.MapPost("/stores/{storeId}/orders/{platform}/{orderId}/cancellation", CancelAsync);
    }

    private static Task<IResult> PlaceAsync(
        string storeId, HttpContext context, SingleMessage call, MessageReader reader, CancellationToken cancellationToken) =>
        call.AcceptAsync(context, (body, errors) => reader.ReadOrder(body, storeId, errors), cancellationToken);

    private static Task<IResult> CancelAsync(
        string storeId,
        string platform,
        string orderId,
        HttpContext context,
        SingleMessage call,
        MessageReader reader,
        CancellationToken cancellationToken) =>
        call.AcceptAsync(
            context,
            (body, errors) => reader.ReadCancellation(body, storeId, platform, WithSlashes(context, orderId), errors),
            cancellationToken);

    /// <summary>
    /// Routing decodes everything but an encoded slash, after which <c>a%2Fb</c> can't be told from <c>a%252Fb</c>: only the first one is
    /// an order id with a slash, which there is not.
    /// </summary>
    private static string WithSlashes(HttpContext context, string routeValue)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        return path.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase)
            ? routeValue.Replace(EncodedSlash, "/", StringComparison.OrdinalIgnoreCase)
            : routeValue;
    }
}
