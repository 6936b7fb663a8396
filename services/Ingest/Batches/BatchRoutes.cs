namespace StorePush.Ingest.Batches;

internal static class BatchRoutes
{
    public static void MapBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost(
            "/orders:batch",
            (HttpContext context, BatchApi batches, CancellationToken cancellationToken) =>
                batches.AcceptAsync(context, cancellationToken));
}
