namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

public sealed record JobOpened(Guid JobId, int Weight = 1);

public sealed record JobDone(Guid JobId, string By);

public sealed record JobLookedAt(Guid JobId);

public sealed record JobDropped(Guid JobId);

/// <summary>Correlated by something else than the id, which the repository does not support.</summary>
public sealed record JobWorkerLeft(string By);

public sealed record JobStarted(Guid JobId);

public sealed record JobSettled(Guid JobId, string By);
