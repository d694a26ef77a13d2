import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDateString,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Proposed } from '#organisation';
import { CODE } from './code';
import { WhenPresent } from './registration-body';

/** Counted like PostgreSQL counts, in characters, of which none is invisible or half (NUL, lone surrogates). */
export const NAME = /^[^\p{C}]{1,120}$/u;

/** A pattern of our own: class-validator's IsEmail throws on half a surrogate pair. */
const EMAIL = /^(?=.{6,120}$)\w[\w.+-]{0,63}@([a-z\d][a-z\d-]{0,62}\.)+[a-z]{2,63}$/i;

/** ISO 8601 also has week dates, which PostgreSQL does not read. */
export const DAY = /^20\d\d-\d\d-\d\d$/;

class HoursBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  days: number[];
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) from: string;
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/) to: string;
}

class ClosureBody {
  @Matches(DAY) @IsDateString({ strict: true }) from: string;
  @Matches(DAY) @IsDateString({ strict: true }) to: string;
}

/** How a team is to be reached. */
export class ContactBody {
  @Matches(/^[+\d][\d ()-]{2,38}$/) phone: string;
  @Matches(EMAIL) email: string;
  @IsArray()
  @ArrayMaxSize(14)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HoursBody)
  hours: HoursBody[];
  @WhenPresent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ClosureBody)
  closures?: ClosureBody[];
  @WhenPresent() @Matches(CODE) instead?: string;
}

/** 204 for what is done; 202 with the id of the proposal for what a second person decides. */
export function doneOr(reply: FastifyReply, { proposal }: Proposed): Proposed | undefined {
  if (proposal === undefined) return undefined;
  void reply.status(202);
  return { proposal };
}
