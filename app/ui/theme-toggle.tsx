import { Moon, Sun } from 'lucide-react';
import { IconButton } from './button';
import { useTheme } from './theme';

export function ThemeToggle() {
  const [theme, keep] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton label={`Use the ${other} theme`} onClick={() => keep(other)}>
      {theme === 'dark' ? <Sun className="icon" /> : <Moon className="icon" />}
    </IconButton>
  );
}
