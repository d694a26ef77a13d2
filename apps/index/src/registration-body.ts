import { type ArgumentMetadata, Injectable, ParseUUIDPipe } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDateString,
  IsIn,
  IsObject,
  IsUUID,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { NOTICE_STATES, type NoticeState } from '#involvement';
import {
  KINDS,
  type Kind,
  NOTICE_GROUNDS,
  type NoticeGround,
  OWN_DISCLOSURES,
  type OwnDisclosure,
  type Rung,
  SCHEMES,
  type Scheme,
} from '#tokens';
import { CODE } from './code';
import { TICKET, TOKEN } from './question';

/** `@IsOptional()` lets null through; this does not. */
export const WhenPresent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** Receipts are made from the id as text, so one spelling of it counts (RFC 9562, 4: lower case in output). */
export const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
const LowerCase = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => lowerCase(value));

export class LineBody {
  @IsIn(KINDS) kind: Kind;
  @IsIn(SCHEMES) scheme: Scheme;
  @Length(1, 40) epoch: string;
  @Matches(TOKEN) token: string;
}

class NoticeBody {
  @IsIn(NOTICE_STATES) state: NoticeState;
  @WhenPresent() @IsIn(NOTICE_GROUNDS) ground?: NoticeGround;
  /** ISO 8601 also has week dates, which PostgreSQL does not read. */
  @WhenPresent() @Matches(/^20\d\d-\d\d-\d\d$/) @IsDateString({ strict: true }) reviewOn?: string;
}

/** What every registration says of its subject. */
export class SubjectBody {
  @IsIn(['unit', 'number', 'subject']) rung: Rung;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineBody)
  lines: LineBody[];
  @WhenPresent() @Length(1, 30) caseNumber?: string;
  @WhenPresent() @IsIn(OWN_DISCLOSURES) disclosure?: OwnDisclosure;
  @IsObject() @ValidateNested() @Type(() => NoticeBody) notice: NoticeBody;
}

export class RegistrationBody extends SubjectBody {
  @Matches(CODE) team: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @Matches(TICKET, { each: true }) tickets: string[];
}

/** A registration in a list, where the tickets belong to the whole. */
export class RegistrationItemBody extends SubjectBody {
  @IsUUID('all') @LowerCase() id: string;
  @Matches(CODE) team: string;
  @WhenPresent() @IsUUID('all') @LowerCase() with?: string;
}

class NewAddressBody extends SubjectBody {
  @IsUUID('all') @LowerCase() id: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @Matches(TICKET, { each: true }) tickets: string[];
}

export class MoveBody {
  @WhenPresent() @IsObject() @ValidateNested() @Type(() => NewAddressBody) to?: NewAddressBody;
}

export class NothingBody {}

@Injectable()
export class InvolvementId extends ParseUUIDPipe {
  override async transform(value: string, metadata: ArgumentMetadata): Promise<string> {
    return String(await super.transform(value, metadata)).toLowerCase();
  }
}
