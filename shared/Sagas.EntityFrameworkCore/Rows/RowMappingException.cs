namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>The Entity Framework model maps an entity type in a way that a row writer can't write; the message says which.</summary>
public sealed class RowMappingException : Exception
{
    /// <summary>Names the entity type and what is wrong with its mapping.</summary>
    /// <param name="entityType">The type of the entity.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    public RowMappingException(Type entityType, string problem)
        : base($"{entityType?.Name} can't be written row by row: {problem}.")
    {
    }
}
