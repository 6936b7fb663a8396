namespace StorePush.Hosting.Messaging;

/// <summary>A message could not be made safe in time. Nothing is known of it: it may still arrive.</summary>
public sealed class BrokerUnavailableException : Exception
{
    /// <summary>The broker did not confirm in time.</summary>
    public BrokerUnavailableException()
        : base("The message was not made safe in time.")
    {
    }

    /// <summary>The broker did not confirm.</summary>
    /// <param name="message">What happened.</param>
    public BrokerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>The broker did not confirm.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public BrokerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
