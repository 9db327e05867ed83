import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listStatements } from '../src/reporter/statements.js';
import { uuid5 } from '../src/reporter/uuid.js';
import { emptyState } from '../src/state.js';
import { outline, said } from './lrs-fakes.js';

const REGISTRATION = '0b9b8f0e-9f55-4d4c-8c5e-0d8f6f3a2b11';
const IRI = 'urn:scormbuild:course:webcare';

function prove(questions, state, { status = 'incomplete', own, completion } = {}) {
	const attempt = { outline: outline(questions, completion), registration: REGISTRATION, actor: { name: 'anna' }, timestamp: '2026-01-05T09:00:00.000Z' };
	return listStatements(attempt, { ...emptyState(), ...state }, status, own);
}

const only = (statements, verb) => statements.filter((statement) => statement.verb.display.en === verb);

test('an empty state proves nothing', () => {
	assert.deepEqual(prove(['why'], {}), []);
});

test('pages, answers, progress and the end, in this order', () => {
	const state = { seen: ['begin', 'gone', 'end'], answers: { how: 'so', why: 'because', gone: 'x' } };
	const told = prove(['why', 'how'], state);
	assert.deepEqual(said(told), ['experienced begin', 'experienced end', 'answered how', 'answered why', 'progressed', 'completed']);
	assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
});

test('a whole statement about a page', () => {
	const [statement] = prove(['why'], { seen: ['begin'] });
	const course = { id: IRI, definition: { type: 'http://adlnet.gov/expapi/activities/course' } };
	const attempt = { id: `${IRI}?attempt=${REGISTRATION}`, definition: { type: 'http://adlnet.gov/expapi/activities/attempt' } };
	const profile = (id) => ({ id, definition: { type: 'http://adlnet.gov/expapi/activities/profile' } });
	assert.deepEqual(statement, {
		id: uuid5(REGISTRATION, 'experienced begin'),
		actor: { name: 'anna' },
		verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { en: 'experienced' } },
		object: { objectType: 'Activity', id: `${IRI}/pages/begin`, definition: { type: 'https://w3id.org/xapi/acrossx/activities/page', name: { nl: 'Begin' } } },
		context: {
			registration: REGISTRATION,
			revision: '1.0.0',
			language: 'nl',
			contextActivities: { parent: [course], grouping: [course, attempt], category: [profile('https://w3id.org/xapi/scorm'), profile('urn:scormbuild:profile')] },
		},
		timestamp: '2026-01-05T09:00:00.000Z',
	});
});

test('the words, the revision, and whether it counts as an answer', () => {
	const [statement] = prove(['why'], { answers: { why: 'because' }, extra: { revisions: { why: 3 } } });
	assert.equal(statement.id, uuid5(REGISTRATION, 'answered why 3 because'));
	assert.deepEqual(statement.result, { response: 'because', completion: true, extensions: { 'urn:scormbuild:profile:revision': 3 } });
	assert.equal(statement.object.definition.interactionType, 'long-fill-in');
	assert.equal(statement.context.contextActivities.category[2].id, 'urn:scormbuild:profile:reflection');
});

test('a choice has its keys, its right ones, and says whether they were chosen', () => {
	const [statement] = only(prove(['pick'], { answers: { pick: 'a,b 2' } }), 'answered');
	assert.equal(statement.id, uuid5(REGISTRATION, 'answered pick 1 a[,]b'));
	assert.equal(statement.result.success, false);
	const { type, ...definition } = statement.object.definition;
	assert.deepEqual(definition, {
		interactionType: 'choice',
		description: { nl: 'pick?' },
		choices: [{ id: 'a', description: { nl: 'A' } }, { id: 'b', description: { nl: 'B' } }],
		correctResponsesPattern: ['a'],
	});
});

test('an opinion has a scale, a list has choices and is complete when all is ticked', () => {
	const [rate, list] = only(prove(['rate', 'list'], { answers: { rate: '9', list: 'a' } }), 'answered');
	assert.deepEqual(rate.object.definition.scale.map(({ id }) => id), ['1', '9']);
	assert.deepEqual([list.result.response, list.result.completion], ['a', false]);
	assert.equal('correctResponsesPattern' in list.object.definition, false);
});

test('a tick is acknowledged, and no tick is nothing', () => {
	const [statement] = prove(['read'], { answers: { read: 't' } });
	assert.equal(statement.id, uuid5(REGISTRATION, 'acknowledged read 1'));
	assert.equal(statement.verb.id, 'http://activitystrea.ms/acknowledge');
	assert.equal(statement.result.response, 'true');
	assert.deepEqual(only(prove(['read'], { answers: { read: '' }, extra: { revisions: { read: 2 } } }), 'acknowledged'), []);
});

test('an answer that was emptied is told once it was another revision', () => {
	assert.deepEqual(prove(['why'], { answers: { why: '' } }), []);
	const [statement] = prove(['why'], { answers: { why: '' }, extra: { revisions: { why: 2 } } });
	assert.deepEqual([statement.result.response, statement.result.completion], ['', false]);
});

test('where the words do not go to the LRS, it is still told that they were given', () => {
	const [statement] = only(prove(['plain'], { answers: { plain: 'between us' } }), 'answered');
	assert.equal(statement.id, uuid5(REGISTRATION, 'answered plain 1 '));
	assert.deepEqual(statement.result, { completion: true, extensions: { 'urn:scormbuild:profile:revision': 1 } });
	const [diary] = only(prove(['diary'], { answers: { diary: 't' } }), 'answered');
	assert.deepEqual(diary.result, { completion: true, extensions: { 'urn:scormbuild:profile:revision': 1 } });
	assert.doesNotMatch(JSON.stringify([statement, diary]), /between us/);
});

test('words that only the browser has are told by it, and by nobody else', () => {
	assert.deepEqual(only(prove(['secret'], { answers: { secret: 't' } }), 'answered'), []);
	const [statement] = only(prove(['secret'], { answers: { secret: 't' } }, { own: { secret: 'two words' } }), 'answered');
	assert.equal(statement.id, uuid5(REGISTRATION, 'answered secret 1 two words'));
	assert.deepEqual([statement.result.response, statement.result.completion], ['two words', true]);
});

test('older words of what is behind are not told', () => {
	assert.deepEqual(said(prove(['why', 'how'], { answers: { why: 'old', how: 'so' }, behind: ['why'] })), ['answered how', 'progressed']);
});

test('progress is in tens, of pages and required questions', () => {
	const percent = (state) => only(prove(['why', 'how', 'read', 'rate', 'diary'], state), 'progressed').map(({ result }) => Object.values(result.extensions)[0]);
	assert.deepEqual(percent({ seen: ['begin'] }), [10]);
	assert.deepEqual(percent({ seen: ['begin', 'end'], answers: { rate: '1' } }), [30]);
	assert.deepEqual(percent({ seen: ['begin', 'end'], answers: { why: 'x', how: 'y', read: 't', diary: 't' } }), [100]);
});

test('a score is told with the end', () => {
	const completion = { score: 80 };
	const state = { seen: ['begin', 'end'], answers: { pick: 'a 1' } };
	const [done, passed] = prove(['pick'], state, { completion }).slice(-2);
	assert.deepEqual(said([done, passed]), ['completed', 'passed']);
	assert.equal(passed.id, uuid5(REGISTRATION, 'passed 100'));
	assert.deepEqual(passed.result, { score: { scaled: 1, raw: 100, min: 0, max: 100 }, success: true, completion: true });
	const failed = prove(['pick'], { ...state, answers: { pick: 'b 2' } }, { completion });
	assert.deepEqual(said(failed).slice(-2), ['progressed', 'failed']);
	assert.equal(failed.at(-1).result.success, false);
});

test('done stays done, whatever a newer version of the course asks', () => {
	assert.deepEqual(said(prove(['why'], { seen: ['begin'] }, { status: 'completed' })).slice(-1), ['completed']);
	assert.deepEqual(said(prove(['why'], { seen: ['begin'] }, { status: 'passed' })).slice(-1), ['completed']);
});
