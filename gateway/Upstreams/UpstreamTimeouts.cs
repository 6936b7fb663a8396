namespace StorePush.Gateway.Upstreams;

/// <summary>
/// Bounds the wait for the head of an answer, and tells a connection that could not be made in time from an answer that did not come.
/// </summary>
/// <remarks>Its clock stops with the head of the answer, so that it never cuts a socket that was opened.</remarks>
internal sealed class UpstreamTimeouts(TimeSpan answerTimeout) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(answerTimeout);
        try
        {
            return await base.SendAsync(request, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler reports its connect timeout as a cancellation that nobody asked for.
            throw limit.IsCancellationRequested
                ? new HttpRequestException("The upstream did not answer in time.", new TimeoutException(exception.Message, exception))
                : new HttpRequestException(HttpRequestError.ConnectionError, "The upstream was not reached in time.", exception);
        }
    }
}
