export interface ClockFace {
	/** `12:40`, `1:05:00`, past the end `+0:32`. */
	readonly text: string;
	/** The same for ears. */
	readonly spoken: string;
	readonly moment: 'running' | 'last-minute' | 'over';
	/** Said aloud when it changes, so at five minutes, at one minute and at the end only. */
	readonly announcement: string;
}

/** What a clock shows with so many milliseconds left; below zero the time is up and it counts upwards. */
export function clockFace(remainingMs: number): ClockFace {
	const isOver = remainingMs <= 0;
	const seconds = isOver ? Math.floor(-remainingMs / 1000) : Math.ceil(remainingMs / 1000);
	const words = spokenDuration(seconds);
	return {
		text: `${isOver && seconds > 0 ? '+' : ''}${digits(seconds)}`,
		spoken: isOver ? (seconds === 0 ? 'Time is up' : `${words} over`) : `${words} left`,
		moment: isOver ? 'over' : seconds <= 60 ? 'last-minute' : 'running',
		announcement: isOver
			? 'Time is up'
			: seconds <= 60
				? 'Less than one minute left'
				: seconds <= 300
					? 'Less than five minutes left'
					: ''
	};
}

function digits(seconds: number): string {
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor((seconds % 3600) / 60);
	const rest = String(seconds % 60).padStart(2, '0');
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function spokenDuration(seconds: number): string {
	const minutes = Math.floor(seconds / 60);
	const rest = seconds % 60;
	const parts = [minutes > 0 ? count(minutes, 'minute') : '', rest > 0 || minutes === 0 ? count(rest, 'second') : ''];
	return parts.filter((part) => part !== '').join(' ');
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
