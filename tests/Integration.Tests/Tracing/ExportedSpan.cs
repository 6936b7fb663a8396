namespace StorePush.Integration.Tests.Tracing;

/// <summary>A span as it was exported.</summary>
internal sealed record ExportedSpan(string Service, string Source, string Name, string TraceId, string SpanId, string ParentId)
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c> (opentelemetry-proto 1.x).</summary>
    public static IEnumerable<ExportedSpan> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        let service = ServiceName(resource)
        from scope in resource.Messages(2)
        let source = scope.Messages(1).Single().Text(1)
        from span in scope.Messages(2)
        select new ExportedSpan(service, source, span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4));

    private static string ServiceName(ProtoMessage resource) => resource.Messages(1).Single().Messages(1)
        .Single(attribute => attribute.Text(1) == "service.name").Messages(2).Single().Text(1);
}
