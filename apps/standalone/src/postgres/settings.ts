/**
 * Server settings of an embedded PostgreSQL. Statements and their values never reach the log: they may hold personal data. Nor do
 * the errors of statements, whose own words quote values (`invalid input syntax for type integer: "…"`): whoever sent the statement
 * is told. What happens to the server itself is logged.
 * `durable: false` is for tests alone, where a crash of the machine may lose the whole server.
 */
export const settingsFor = (durable: boolean): Readonly<Record<string, string>> => ({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '250',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
});
