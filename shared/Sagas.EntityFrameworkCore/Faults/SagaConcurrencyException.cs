using MassTransit;

namespace StorePush.Sagas.EntityFrameworkCore.Faults;

/// <summary>
/// Another message has changed the saga since it was loaded, or has inserted it first: nothing of this message's change was
/// written, and to process the message again, from the load on, is right and safe.
/// </summary>
/// <remarks>Retry it at once and a few times: the winner is already committed, so the next load sees it.</remarks>
public sealed class SagaConcurrencyException : ConcurrencyException
{
    /// <summary>Names the saga whose row was not written.</summary>
    /// <param name="message">What the row was found to be.</param>
    /// <param name="sagaType">The type of the saga.</param>
    /// <param name="correlationId">The key of the row.</param>
    public SagaConcurrencyException(string message, Type sagaType, Guid correlationId)
        : base(message, sagaType, correlationId)
    {
    }
}
