-- The schema that reports and logins of SQL read: the LRS's tables as the reports know them.
-- Texts are ordered by their bytes, as every other engine orders them.
-- Each view shows whoever asks their own organisation (0: every one), and words only to whom they are open.

create schema if not exists desk;

create table if not exists desk.reader (
    login text primary key, organisation integer not null, words boolean not null
);

insert into desk.reader values (current_user, 0, true) on conflict (login) do nothing;

create view desk.me as
select organisation, words from desk.reader where login = current_user;

create view desk.statements with (security_barrier) as
select organisation,
    (extract(year from timestamp 'epoch' + at * interval '1 microsecond') * 100
        + extract(month from timestamp 'epoch' + at * interval '1 microsecond'))::integer as month,
    seq, id,
    -- The table calls it so; to some engines that is a word of their grammar.
    at as timestamp_us,
    timestamp 'epoch' + at * interval '1 microsecond' as timestamp,
    timestamp 'epoch' + seq * interval '1 microsecond' as stored,
    actor, person_key, verb, activity, activity_type, course, attempt, form,
    -- A response of no known form may be what somebody wrote in another tool.
    case when form in ($closed_forms) or (select words from desk.me)
        then response end as response,
    revision, completion, success, score, progress, duration, road, own_word, contradicted,
    version, language, profile, clock_ahead
from flat_statement
where (select organisation from desk.me) in (0, flat_statement.organisation);

create view desk.organisations with (security_barrier) as
select id as organisation, name collate "C" as name
from organisation
where (select organisation from desk.me) in (0, id);

create view desk.outlines with (security_barrier) as
select organisation, iri collate "C" as course, outline::json as outline
from course
where (select organisation from desk.me) in (0, course.organisation);

create view desk.courses as
select organisation, course, (outline->'course'->>'title') collate "C" as title,
    (outline->'course'->>'language') collate "C" as language, (outline->'course'->>'version') collate "C" as version
from desk.outlines;

create view desk.pages as
select organisation, course, course || '/pages/' || (page->>'id') as page,
    (page->>'title') collate "C" as title, place::integer as place
from desk.outlines, json_array_elements(outline->'pages') with ordinality as pages(page, place);

create view desk.questions as
select organisation, course, course || '/interactions/' || (question->>'id') as question,
    course || '/pages/' || (question->>'page') as page, place::integer as place,
    (question->>'form') collate "C" as form, (question->>'prompt') collate "C" as prompt,
    coalesce((question->>'required')::boolean, true) as required
from desk.outlines, json_array_elements(outline->'questions') with ordinality as questions(question, place);

create view desk.options as
select organisation, course, course || '/interactions/' || (question->>'id') as question,
    (option->>'key') collate "C" as key, options.place::integer as place, (option->>'text') collate "C" as label,
    coalesce((question->'keys')::jsonb ? (option->>'key'), false) as correct,
    (question->'leads'->>(option->>'key')) collate "C" as leads
from desk.outlines, json_array_elements(outline->'questions') as questions(question),
    json_array_elements(question->'options') with ordinality as options(option, place);

create view desk.quizzes as
select organisation, course, (quiz->>'id') collate "C" as quiz, course || '/interactions/' || (question->>'id') as question,
    coalesce(nullif((quiz->>'draw')::integer, 0),
        (count(*) over (partition by organisation, course, quiz->>'id'))::integer) as draw,
    coalesce((quiz->>'pass')::integer, 0) as pass_mark
from desk.outlines, json_array_elements(outline->'quizzes') as quizzes(quiz),
    json_array_elements(outline->'questions') as questions(question)
where question->>'quiz' = quiz->>'id';

create view desk.mappings with (security_barrier) as
select organisation, iri collate "C" as activity, course collate "C" as course
from mapping
where (select organisation from desk.me) in (0, mapping.organisation);

create view desk.aliases with (security_barrier) as
select organisation, actor, person, actor_key, person_key
from flat_alias
where (select organisation from desk.me) in (0, flat_alias.organisation);

create view desk.attestations with (security_barrier) as
select organisation, attempt, person_key
from attestation
where (select organisation from desk.me) in (0, attestation.organisation);

create view desk.conflicts with (security_barrier) as
select organisation, received, source collate "C" as source, course, activity
from statement_conflict
where (select organisation from desk.me) in (0, statement_conflict.organisation);

create view desk.teams with (security_barrier) as
select organisation, person, team, person_key
from team
where (select organisation from desk.me) in (0, team.organisation);
