import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg'
import globe from '@vscode/codicons/src/icons/globe.svg'
import hierarchy from '@vscode/codicons/src/icons/type-hierarchy-sub.svg'
import layout from '@vscode/codicons/src/icons/layout.svg'
import lock from '@vscode/codicons/src/icons/lock.svg'
import screenFull from '@vscode/codicons/src/icons/screen-full.svg'
import server from '@vscode/codicons/src/icons/server.svg'
import vmActive from '@vscode/codicons/src/icons/vm-active.svg'
import vmOutline from '@vscode/codicons/src/icons/vm-outline.svg'
import vmRunning from '@vscode/codicons/src/icons/vm-running.svg'
import warning from '@vscode/codicons/src/icons/warning.svg'
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg'
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg'
import { shape } from './dom.ts'

const icons = {
	circleSlash,
	globe,
	hierarchy,
	layout,
	lock,
	screenFull,
	server,
	vmActive,
	vmOutline,
	vmRunning,
	warning,
	zoomIn,
	zoomOut,
}

export type Icon = keyof typeof icons

/** One of VS Code's own icons, 16 px; a part of a picture, so that exports have it too. */
export function icon(name: Icon, x = 0, y = 0): SVGGElement {
	const paths = [...icons[name].matchAll(/ d="([^"]+)"/g)].map(([, d]) => shape('path', { d: d ?? '' }))
	return shape('g', { class: 'icon', transform: `translate(${x} ${y})`, 'aria-hidden': 'true' }, ...paths)
}

/** The same for a button. */
export function buttonIcon(name: Icon): SVGSVGElement {
	return shape('svg', { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, icon(name))
}
