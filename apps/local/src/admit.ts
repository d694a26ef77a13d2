import { join, resolve } from 'node:path';
import { admit } from './admission';
import { LocalFault, root } from './place';

const HELP = `Gebruik: npm run -s admit -- connection.public.json

Laat een verbinding toe tot de demonstratie die met npm start draait. Dit doet wat in het echt twee beheerders doen: die
van de inlogdienst (de openbare sleutel aanmelden) en die van de sleutels (aanmelden met de omvang).
`;

async function main(): Promise<void> {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file === '--help' || more.length > 0) {
    process.stdout.write(HELP);
    process.exitCode = file === '--help' ? 0 : 2;
    return;
  }
  // npm runs this in the folder of the project; the file was named where somebody typed.
  const { clientId, caseload } = await admit(join(root, '.raakvlak'), resolve(process.env['INIT_CWD'] ?? '.', file));
  process.stdout.write(
    `${clientId} is aangemeld bij de inlogdienst, en bij de sleutelbeheerder met een omvang van ${caseload}.\n`,
  );
}

main().catch((fault: unknown) => {
  process.stderr.write(
    `${fault instanceof LocalFault ? fault.message : 'Aanmelden lukt niet. Zie .raakvlak/logs/office.log.'}\n`,
  );
  process.exit(1);
});
