"""The preview: the course inside an LMS that behaves like another one, or simulates an error.

server           sockets: one course, one learning system, until the author stops it
routes           a request in, an answer out: what there is whatever the standard
responses        what goes over the wire: types, headers, ranges, the course's Content-Security-Policy
builds           the last good build of a folder, built again when a file changes
standards        how a course of each standard is played, a row for each
learning_system  what all of them have: the course, the switches, a log-in
run_times        how LMSs differ from their standard, a row for each
switches         which run time the LMS behaves like, and which errors it simulates
events           news for the open pages, as server-sent events
scorm/           the LMS of SCORM, which keeps elements, attempt by attempt
xapi/            launches before an LRS: what cmi5/ and tincan/ have in common
web/             a course as a site
page/            the pages around a course: SCORM's run times (scorm-again, made stricter), and the panels
"""
