namespace StorePush.Benchmarks.Sagas;

public enum SagaRepositoryKind
{
    /// <summary>The usual one: each message loads its saga, saves it and commits.</summary>
    OneTransactionEach,

    /// <summary>The one of this repository: what is in flight is loaded and committed together.</summary>
    GroupCommit,
}
