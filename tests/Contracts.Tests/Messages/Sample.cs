namespace StorePush.Contracts.Tests.Messages;

/// <summary>A message to be pinned; its name is that of the golden file.</summary>
internal abstract record Sample(string Name)
{
    public abstract Type Type { get; }

    public abstract object Message { get; }

    public abstract byte[] Write();

    /// <summary>Writes it, reads it and writes it again.</summary>
    public abstract byte[] WriteWhatWasRead();

    public static Sample Of<TMessage>(TMessage message, string variant = "")
        where TMessage : class => new Sample<TMessage>(typeof(TMessage).Name + variant, message);
}

internal sealed record Sample<TMessage>(string Name, TMessage Content) : Sample(Name)
    where TMessage : class
{
    public override Type Type => typeof(TMessage);

    public override object Message => Content;

    public override byte[] Write() => Envelope.Write(Content);

    public override byte[] WriteWhatWasRead() => Envelope.Write(Envelope.Read<TMessage>(Write()));
}
