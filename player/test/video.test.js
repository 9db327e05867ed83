import assert from 'node:assert/strict';
import { test } from 'node:test';

import { followVideo } from '../src/statements/video.js';
import { fakeLms, fakeStorage, fakeTime } from './fakes.js';
import { report } from './receiver-fakes.js';

const extension = (name) => `https://w3id.org/xapi/video/extensions/${name}`;

/** A launch with a video of a hundred seconds, and what a learner does with it. */
function watch(parts = {}) {
	const run = report(parts);
	const listeners = {};
	const element = { duration: 100, currentTime: 0, paused: true, seeking: false, addEventListener: (name, act) => (listeners[name] = act) };
	const stop = followVideo(element, { id: 'film', title: 'A film' }, run.teller, run.outbox);
	run.goodbyes.push(stop);
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
	const told = () => run.kept().queue.filter(({ object }) => object.id.endsWith('/videos/film'));
	const results = () => told().map(({ verb, result }) => [verb.display.en, ...Object.values(result.extensions)]);
	return { ...run, ...film, element, told, results };
}

test('played and paused, with what was played', () => {
	const { play, to, pause, told, results } = watch();
	play();
	to(12.3456);
	pause();
	assert.deepEqual(results(), [['played', 0], ['paused', 12.346, 0.123, '0[.]12.346']]);
	const [played, paused] = told();
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

test('seeked says from where to where, and what was leapt over is not played', () => {
	const { play, to, pause, seek, results } = watch();
	play();
	to(10);
	seek(50);
	to(60);
	pause();
	assert.deepEqual(results(), [['played', 0], ['seeked', 10, 50], ['played', 50], ['paused', 60, 0.2, '0[.]10[,]50[.]60']]);
});

test('a leap while it stands still is no playing', () => {
	const { seek, results } = watch();
	seek(50);
	assert.deepEqual(results(), [['seeked', 0, 50]]);
});

test('completed once nearly all of it was played, over launches, and not again', () => {
	const parts = { lms: fakeLms(), storage: fakeStorage(), time: fakeTime() };
	const first = watch(parts);
	first.play();
	first.to(60);
	first.leave();
	assert.deepEqual(first.results().at(-1), ['paused', 60, 0.6, '0[.]60']);
	const second = watch(parts);
	second.seek(58);
	second.play();
	second.to(99);
	second.pause();
	second.play();
	second.to(100);
	second.pause();
	const completed = second.told().filter(({ verb }) => verb.display.en === 'completed');
	assert.equal(completed.length, 1);
	assert.equal(completed[0].result.completion, true);
	assert.equal(completed[0].result.duration, 'PT101S');
	assert.equal(completed[0].verb.id, 'http://adlnet.gov/expapi/verbs/completed');
	assert.equal(completed[0].result.extensions[extension('progress')], 0.99);
	assert.notEqual(completed[0].context.extensions[extension('session-id')], first.told()[0].context.extensions[extension('session-id')]);
});

test('a length that nobody knows is no number in a statement', () => {
	const { play, pause, to, told, element } = watch();
	element.duration = NaN;
	play();
	to(1);
	element.duration = Infinity;
	pause();
	assert.equal(told().length, 2);
	assert.doesNotMatch(JSON.stringify(told()), /null/);
});
