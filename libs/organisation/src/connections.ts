import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { CONNECTIONS, type ConnectionRow, ConnectionShelf, type ListedConnection } from './connection-shelf';

const MOST = 1_000;

/** All of them, those that have ended too; at most 1,000. */
export class Connections extends Query<readonly ListedConnection[]> {}

@QueryHandler(Connections)
export class ConnectionsHandler implements IQueryHandler<Connections> {
  constructor(
    private readonly database: DataSource,
    private readonly shelf: ConnectionShelf,
  ) {}

  async execute(): Promise<readonly ListedConnection[]> {
    const rows = await this.database.query<ConnectionRow[]>(
      `${CONNECTIONS} order by c.ended_on is not null, c.department, c.code limit ${MOST}`,
      [this.shelf.issuer.url],
    );
    return rows.map((row) => this.shelf.listed(row));
  }
}
