namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

public enum JobPriority
{
    Low,
    High,
}
