// The story of the student apprentice once more, with the events in EventStoreDB.
process.env['TEST_EVENT_STORE'] = 'eventstoredb';
await import('./student-apprentice.int-spec.js');
