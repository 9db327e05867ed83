import assert from 'node:assert/strict';
import { test } from 'node:test';

import { followVideo } from '../src/reporter/video-progress.js';
import { fakeIndexedDB, fakeLms, fakeStorage, fakeTime } from './fakes.js';
import { report } from './lrs-fakes.js';

const extension = (name) => `https://w3id.org/xapi/video/extensions/${name}`;

/** A launch with a video of a hundred seconds, and what a learner does with it. */
async function watch({ playing, ...parts } = {}) {
	const run = await report(parts);
	await run.time.pass(parts.later ?? 0);
	const listeners = {};
	const element = { duration: 100, currentTime: playing ?? 0, paused: playing === undefined, seeking: false, addEventListener: (name, act) => (listeners[name] = act) };
	run.onUnload.push(followVideo(element, { id: 'film', title: 'A film' }, await run.ready));
	const film = {
		play() { element.paused = false; listeners.play(); },
		to(time) { element.currentTime = time; listeners.timeupdate(); },
		pause() { element.paused = true; listeners.pause(); },
		seek(time) {
			element.seeking = true;
			element.currentTime = time;
			listeners.seeking();
			listeners.timeupdate();
			element.seeking = false;
			listeners.seeked();
		},
	};
	const reported = () => run.kept().queue.filter(({ object }) => object.id.endsWith('/videos/film'));
	const results = () => reported().map(({ verb, result }) => [verb.display.en, ...Object.values(result.extensions)]);
	return { ...run, ...film, element, reported, results };
}

test('played and paused, with what was played', async () => {
	const { play, to, pause, reported, results } = await watch();
	play();
	to(12.3456);
	pause();
	assert.deepEqual(results(), [['played', 0], ['paused', 12.346, 0.123, '0[.]12.346']]);
	const [played, paused] = reported();
	assert.deepEqual(Object.keys(paused.result.extensions), ['time', 'progress', 'played-segments'].map(extension));
	const { [extension('session-id')]: viewing, ...rest } = played.context.extensions;
	assert.match(viewing, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
	assert.equal(paused.context.extensions[extension('session-id')], viewing);
	assert.deepEqual(rest, { [extension('length')]: 100, [extension('completion-threshold')]: 0.95 });
	assert.equal(played.verb.id, 'https://w3id.org/xapi/video/verbs/played');
	assert.deepEqual(played.object.definition, { type: 'https://w3id.org/xapi/video/activity-type/video', name: { nl: 'A film' } });
	assert.equal(played.context.contextActivities.category.at(-1).id, 'https://w3id.org/xapi/video');
	assert.notEqual(played.id, paused.id);
});

test('seeked says from where to where, and what was leapt over is not played', async () => {
	const { play, to, pause, seek, results } = await watch();
	play();
	to(10);
	seek(50);
	to(60);
	pause();
	assert.deepEqual(results(), [['played', 0], ['seeked', 10, 50], ['played', 50], ['paused', 60, 0.2, '0[.]10[,]50[.]60']]);
});

test('a leap while it stands still is no playing', async () => {
	const { seek, results } = await watch();
	seek(50);
	assert.deepEqual(results(), [['seeked', 0, 50]]);
});

test('completed once nearly all of it was played, over launches, and not again', async () => {
	const parts = { lms: fakeLms(), storage: fakeStorage(), indexedDB: fakeIndexedDB(), time: fakeTime() };
	const first = await watch(parts);
	first.play();
	first.to(60);
	first.leave();
	assert.deepEqual(first.results().at(-1), ['paused', 60, 0.6, '0[.]60']);
	const [{ context: viewed }] = first.reported();
	const second = await watch(parts);
	second.seek(58);
	second.play();
	second.to(99);
	second.pause();
	second.play();
	second.to(100);
	second.pause();
	const completed = second.reported().filter(({ verb }) => verb.display.en === 'completed');
	assert.equal(completed.length, 1);
	assert.equal(completed[0].result.completion, true);
	assert.equal(completed[0].result.duration, 'PT101S');
	assert.equal(completed[0].verb.id, 'http://adlnet.gov/expapi/verbs/completed');
	assert.equal(completed[0].result.extensions[extension('progress')], 0.99);
	assert.notEqual(completed[0].context.extensions[extension('session-id')], viewed.extensions[extension('session-id')]);
});

test('a length that nobody knows is no number in a statement', async () => {
	const { play, pause, to, reported, element } = await watch();
	element.duration = NaN;
	play();
	to(1);
	element.duration = Infinity;
	pause();
	assert.equal(reported().length, 2);
	assert.doesNotMatch(JSON.stringify(reported()), /null/);
});

test('a video that played before it was known who watches is followed from there', async () => {
	const run = await watch({ later: 3000, playing: 4 });
	run.to(12);
	run.pause();
	assert.deepEqual(run.results(), [['played', 4], ['paused', 12, 0.08, '4[.]12']]);
});
