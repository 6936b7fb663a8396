using System.Runtime.ExceptionServices;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>What became of one item of a batch: a result, or an exception that is its own.</summary>
internal readonly struct Outcome<TResult>
{
    private readonly TResult _result;
    private readonly Exception? _exception;

    private Outcome(TResult result, Exception? exception)
    {
        _result = result;
        _exception = exception;
    }

    public static Outcome<TResult> Of(TResult result) => new(result, null);

    public static Outcome<TResult> Failed(Exception exception) => new(default!, exception);

    /// <summary>The result; throws the exception if there is one.</summary>
    public TResult Get()
    {
        if (_exception is not null)
            ExceptionDispatchInfo.Throw(_exception);

        return _result;
    }
}
