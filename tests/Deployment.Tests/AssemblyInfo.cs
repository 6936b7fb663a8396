// MassTransit has one log for all buses of this process; tests that build several at once would take it from each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
