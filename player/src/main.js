import { readCourse, readPages } from './course.js';
import { showCourse } from './screen.js';
import { openSession } from './session.js';
import { readWords } from './words.js';

const root = document.documentElement;
const pages = readPages();
const course = readCourse(root, pages);
showCourse(course, pages, openSession({ window, course }), readWords(root));
